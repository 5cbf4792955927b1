"""The whole stack: Asterisk, PostgreSQL, Third Ring, Prometheus, Alertmanager and Grafana on the files of deploy/.

docker-compose.yml and `./run stack` start the same files; only the addresses, folders and secrets in them differ, and
`places` says which.
"""


class StackError(Exception):
    """The stack cannot be prepared or started; its text says why and what to do."""
