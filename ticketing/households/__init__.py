"""Households (业主档案): who lives where, how they are called, and what is kept about them. Pure but for the sheets."""
