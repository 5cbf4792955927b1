"""Pages for people: a call's receipt and a ticket, read from the API with a token that the tab keeps."""
