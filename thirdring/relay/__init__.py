"""`thirdring relay`: hands Alertmanager's notices to the robots of WeCom (企业微信) and DingTalk (钉钉) groups.

A process of its own, since it has to speak when the service is dead. Alertmanager can word a webhook's body itself, but
takes HTTP 200 for success, and a robot says 200 to what it refuses; it cannot sign, knows nothing of a robot's twenty
messages a minute, and does not count bytes.
"""
