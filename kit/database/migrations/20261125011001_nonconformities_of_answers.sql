-- migrate:up

-- An answer to a survey may have one. Deleting the household or the comment leaves the answer, and so this.
alter table nonconformities
    add column survey bigint references surveys,
    add column response uuid unique references survey_responses,
    drop constraint nonconformities_source_check,
    add constraint nonconformities_source_check check (source in ('finding', 'ticket', 'survey', 'hand')),
    add constraint nonconformities_answer_check check ((source = 'survey') = (response is not null)),
    add constraint nonconformities_survey_check check ((survey is null) = (response is null));

-- migrate:down

alter table nonconformities drop constraint nonconformities_answer_check;
update nonconformities set source = 'hand' where source = 'survey';
alter table nonconformities
    drop column response,
    drop column survey,
    drop constraint nonconformities_source_check,
    add constraint nonconformities_source_check check (source in ('finding', 'ticket', 'hand'));
