-- migrate:up

-- Titles are found by pinyin as well. The desk makes the column anew.
update tickets set pinyin = null;

-- migrate:down

update tickets set pinyin = null;
