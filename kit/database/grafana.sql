-- name: admit
-- Makes Grafana's role where there is none, and lets it see the views.
call wall.admit()

-- name: login
-- The statement that lets the role log in; roles take no parameters, so it is quoted here.
select format('alter role thirdring_grafana login password %L', $1::text)

-- name: where
-- As an administrator needs to know it.
select current_user::text as role, current_database()::text as database
