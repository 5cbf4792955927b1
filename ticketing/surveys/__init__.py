"""Survey campaigns: what is asked, who is asked, what they answer, and how many of them are satisfied."""
