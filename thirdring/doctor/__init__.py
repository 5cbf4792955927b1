"""`thirdring doctor`: asks the PBXs of the settings whether they can be measured, and says which line is missing where.

`asking` asks over AMI, `rules` judge what was seen, `report` says it.
"""
