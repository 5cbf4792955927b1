"""What is shown: Grafana boards, told as data once and built in English and Chinese.

`tiles` is what a board is made of, `wall`, `hotline`, `agents` and `health` are the boards, `panels` and `build` make
Grafana's JSON of them, `page` makes docs/dashboards.md.
"""
