"""Run where a browser would be: signs in as an agent, registers the phone of the page over /sip, and stays, answering
pings, until a file is there."""

import asyncio
import hashlib
import re
import sys
from pathlib import Path

import aiohttp

URL, NAME, PASSWORD = "http://127.0.0.1:8080", "1001", sys.argv[1]


async def main() -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": URL}
    async with aiohttp.ClientSession(URL, headers=headers, cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        form = {"name": NAME, "password": PASSWORD}
        async with client.post("/sign-in", data=form) as answer:
            print("signed in", answer.status)
        async with client.get("/desk") as answer:
            word = re.search(r'data-word="([^"]+)"', await answer.text())
        assert word is not None
        async with client.post("/desk/phone", headers={"X-Thirdring-Page": word[1]}) as answer:
            print("key", answer.status)
            key = await answer.json()
        async with client.ws_connect("/sip", protocols=("sip",)) as socket:
            await socket.send_str(register(1))
            challenge = await answered(socket)
            await socket.send_str(register(2, authorized(challenge, key)))
            print((await answered(socket)).partition("\r\n")[0], flush=True)
            staying = asyncio.create_task(stay(socket))
            while not was_seen() and not staying.done():
                await asyncio.sleep(0.1)
            print("stayed" if not staying.done() else "was sent away")
            staying.cancel()


def was_seen() -> bool:
    return Path(sys.argv[2]).exists()


async def stay(socket: aiohttp.ClientWebSocketResponse) -> None:
    while not socket.closed:
        await socket.receive()  # pings are answered by whoever reads


async def answered(socket: aiohttp.ClientWebSocketResponse) -> str:
    while not (text := await socket.receive_str()).startswith("SIP/2.0 "):
        pass
    return text


def register(number: int, authorization: str = "") -> str:
    return (
        "REGISTER sip:thirdring SIP/2.0\r\n"
        f"Via: SIP/2.0/WS page.invalid;branch=z9hG4bK{number}\r\n"
        "Max-Forwards: 70\r\nFrom: <sip:2001@thirdring>;tag=a\r\nTo: <sip:2001@thirdring>\r\n"
        f"Call-ID: page\r\nCSeq: {number} REGISTER\r\nContact: <sip:2001@page.invalid;transport=ws>;expires=60\r\n"
        f"{authorization}Content-Length: 0\r\n\r\n"
    )


def authorized(challenge: str, key: dict[str, str]) -> str:
    said = dict(re.findall(r'(\w+)="?([^",\r\n]+)', challenge.partition("WWW-Authenticate: ")[2].partition("\r\n")[0]))
    ha1 = _md5(f"{key['endpoint']}:{said['realm']}:{key['password']}")
    ha2 = _md5("REGISTER:sip:thirdring")
    proof = _md5(f"{ha1}:{said['nonce']}:00000001:c:auth:{ha2}")
    opaque = f', opaque="{said["opaque"]}"' if "opaque" in said else ""
    return (
        f'Authorization: Digest username="{key["endpoint"]}", realm="{said["realm"]}", nonce="{said["nonce"]}", '
        f'uri="sip:thirdring", response="{proof}", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"{opaque}\r\n'
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


asyncio.run(main())
