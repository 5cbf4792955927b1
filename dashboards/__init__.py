"""What is shown: Grafana boards, told as data once and built in English and Chinese, and brought into a Grafana.

`tiles` is what a board is made of; `wall`, `hotline`, `agents`, `tickets`, `objectives` and `health` are the boards;
`panels` and `build` make Grafana's JSON of them, `page` makes docs/dashboards.md. `publishing` says what a Grafana
lacks, `publish` brings it there through the one door, `grafana`.
"""
