"""Reads every card that comes into a reader, as many Python programs do, and prints one line of JSON a card."""

import base64
import json
import sys
import time

from smartcard.scard import SCARD_SCOPE_USER, SCARD_STATE_PRESENT, SCARD_STATE_UNAWARE, SCardEstablishContext, SCardGetStatusChange
from smartcard.System import readers

SELECT = [0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00, 0x00, 0x00, 0x54, 0x48, 0x00, 0x01]


def send(connection, command):
    """The usual weakness: the status word is not looked at."""
    data, sw1, sw2 = connection.transmit(command)
    if sw1 == 0x61:
        data, sw1, sw2 = connection.transmit(get_response(connection) + [sw2])
    return bytes(data)


def get_response(connection):
    """Old cards are told by the beginning of their ATR."""
    atr = connection.getATR()
    return [0x00, 0xC0, 0x00, 0x01] if atr[:2] == [0x3B, 0x67] else [0x00, 0xC0, 0x00, 0x00]


def read(connection, offset, length):
    return send(connection, [0x80, 0xB0, offset >> 8, offset & 0xFF, 0x02, 0x00, length])


def text(connection, offset, length):
    return read(connection, offset, length).decode("tis-620").strip()


def photo(connection):
    """Cut at the end of the image."""
    parts = b"".join(read(connection, 0x17B + 255 * part, 255) for part in range(20))
    return parts[: parts.find(b"\xff\xd9") + 2]


def date(value):
    """The date of the Christian era; throws where there is none."""
    return f"{int(value[:4]) - 543:04}-{value[4:6]}-{value[6:8]}"


def person(connection):
    send(connection, SELECT)
    return {
        "pid": text(connection, 0x04, 13),
        "thaiName": text(connection, 0x11, 100).split("#"),
        "englishName": text(connection, 0x75, 100).split("#"),
        "birthDate": date(text(connection, 0xD9, 8)),
        "sex": text(connection, 0xE1, 1),
        "issueDate": date(text(connection, 0x167, 8)),
        "expiryDate": date(text(connection, 0x16F, 8)),
        "address": [part for part in text(connection, 0x1579, 160).split("#") if part],
        "photo": base64.b64encode(photo(connection)).decode(),
    }


def wait_until(context, name, present):
    while True:
        _, states = SCardGetStatusChange(context, 0, [(name, SCARD_STATE_UNAWARE)])
        if bool(states[0][1] & SCARD_STATE_PRESENT) == present:
            return
        time.sleep(0.02)


def show(line):
    print(json.dumps(line), flush=True)


def main(name):
    reader = next(reader for reader in readers() if str(reader) == name)
    _, context = SCardEstablishContext(SCARD_SCOPE_USER)
    while True:
        show({"waiting": True})
        wait_until(context, name, True)
        connection = reader.createConnection()
        try:
            connection.connect()
            show(person(connection))
        except Exception as error:
            show({"problem": type(error).__name__})
        connection.disconnect()
        wait_until(context, name, False)


main(sys.argv[1])
