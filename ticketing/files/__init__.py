"""Photos and papers of tickets, inspections, duties, findings and nonconformities."""
