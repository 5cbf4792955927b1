"""Links on which a complainant says whether they are satisfied with how a complaint was settled."""
