-- migrate:up

alter table work_links drop constraint work_links_way_check;
alter table work_links add constraint work_links_way_check
check (way in ('hand', 'wecom', 'dingtalk', 'email', 'sms'));

-- migrate:down

delete from work_links where way = 'sms';
alter table work_links drop constraint work_links_way_check;
alter table work_links add constraint work_links_way_check
check (way in ('hand', 'wecom', 'dingtalk', 'email'));
