"""Does with a card what it is told, line by line, over pyscard's bare SCard calls, and prints what PC/SC said to each as a line of JSON."""

import json
import sys

from smartcard.scard import (
    SCARD_LEAVE_CARD,
    SCARD_PCI_T0,
    SCARD_PROTOCOL_T0,
    SCARD_RESET_CARD,
    SCARD_SCOPE_USER,
    SCARD_SHARE_SHARED,
    SCARD_STATE_PRESENT,
    SCARD_STATE_UNAWARE,
    SCardConnect,
    SCardDisconnect,
    SCardEstablishContext,
    SCardGetStatusChange,
    SCardReconnect,
    SCardTransmit,
)


class Card:
    def __init__(self, reader):
        self.reader = reader
        _, self.context = SCardEstablishContext(SCARD_SCOPE_USER)
        self.handle = None

    def present(self):
        _, states = SCardGetStatusChange(self.context, 0, [(self.reader, SCARD_STATE_UNAWARE)])
        return bool(states[0][1] & SCARD_STATE_PRESENT)

    def connect(self):
        result, self.handle, _ = SCardConnect(self.context, self.reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0)
        return word(result)

    def reconnect(self):
        result, _ = SCardReconnect(self.handle, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0, SCARD_RESET_CARD)
        return word(result)

    def disconnect(self):
        return word(SCardDisconnect(self.handle, SCARD_LEAVE_CARD))

    def transmit(self, *commands):
        """All of them without a pause; what came of each."""
        answers = []
        for command in commands:
            result, answer = SCardTransmit(self.handle, SCARD_PCI_T0, list(bytes.fromhex(command)))
            answers.append(bytes(answer).hex() if result == 0 else word(result))
        return answers


def word(result):
    return "ok" if result == 0 else f"0x{result & 0xFFFFFFFF:08X}"


card = Card(sys.argv[1])
for line in sys.stdin:
    name, *arguments = line.split()
    print(json.dumps(getattr(card, name)(*arguments)), flush=True)
