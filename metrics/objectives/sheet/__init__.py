"""The monthly sheet on paper: laid out once, written as xlsx and as PDF."""
