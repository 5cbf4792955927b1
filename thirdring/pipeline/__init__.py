"""The way of an event: link → journal → tracker → handlers (store, recorder, live)."""
