"""《不合格单》: what is not in order, put right, kept from coming again, verified and closed. Pure."""
