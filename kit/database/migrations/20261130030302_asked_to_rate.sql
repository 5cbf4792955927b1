-- migrate:up

alter table survey_invitations add column invited_at timestamptz; -- null: before this was kept

-- migrate:down

alter table survey_invitations drop column invited_at;
