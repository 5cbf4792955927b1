-- migrate:up

-- Which callback was this call made for? Asked of every call that is shown.
create index callback_attempts_call on callback_attempts (pbx, linkedid) where linkedid is not null;

-- migrate:down

drop index callback_attempts_call;
