"""Gives out pages some time after they are asked for: delaying_server.py <port> <folder> <milliseconds>."""

import asyncio
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Connection(asyncio.Protocol):
    def __init__(self, pages, delay):
        self.pages = pages
        self.delay = delay
        self.received = b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, self.received = self.received.split(b"\r\n\r\n", 1)
            target = head.split(b" ", 2)[1].decode()
            asyncio.get_running_loop().call_later(self.delay, self.answer, target)

    def answer(self, target):
        query = parse_qs(urlsplit(target).query)
        dates = ".".join(query.get(name, [""])[0][:10] for name in ("start_time", "end_time"))
        body = self.pages.get((dates, query.get("cursor", ["first"])[0]))
        status = "200 OK" if body else "404 Not Found"
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body or b'')}\r\n\r\n"
        self.transport.write(head.encode() + (body or b""))


async def main(port, folder, milliseconds):
    pages = {(file.parent.name, file.stem): file.read_bytes() for file in Path(folder).glob("*/*.json")}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(pages, milliseconds / 1000), "127.0.0.1", port)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
