"""Links on which workmen do a ticket on a telephone, without an account and also without a network."""
