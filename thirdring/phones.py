"""The phones in pages, as the settings have them."""

from console.phones import IceServer, Phones
from thirdring.settings import Settings


def phones_of(settings: Settings) -> Phones:
    phone = settings.phone
    turn = IceServer(phone.turn, phone.turn_username, phone.turn_password.get_secret_value()) if phone.turn else None
    return Phones(phone.websocket, phone.secret.get_secret_value(), settings.page_phones(), turn)
