"""An ASGI application that forwards each request to a ledger and delivers the response in one of several manners.

A path is /<manner>/<provider>/<path of the provider>; UPSTREAMS holds "provider=host:port" for each provider.
"""

import asyncio
import email.utils
import http.client
import itertools
import os
import time

UPSTREAMS = dict(pair.split("=") for pair in os.environ["UPSTREAMS"].split())
REQUESTS = itertools.count(1)


def fetch(provider, path, headers):
    connection = http.client.HTTPConnection(UPSTREAMS[provider], timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type"), response.read()
    finally:
        connection.close()


def wanted(name):
    return name in (b"authorization", b"x-api-key", b"accept") or name.startswith(b"x-")


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return

    _, manner, provider, rest = scope["path"].split("/", 3)
    number = next(REQUESTS)
    extensions = scope.get("extensions") or {}

    async def start(status, headers, **more):
        headers = [(b"content-type", b"application/json"), (b"x-manner", manner.encode()), *headers]
        await send({"type": "http.response.start", "status": status, "headers": headers, **more})

    if manner == "tomorrow" and number % 40 == 1:
        # This server's clock is wrong; the date in Retry-After follows that clock.
        date = email.utils.formatdate(time.time() + 1, usegmt=True)
        await start(429, [(b"retry-after", date.encode())])
        await send({"type": "http.response.body", "body": b'{"message":"Too many requests"}'})
        return

    path = "/" + rest + "?" + scope["query_string"].decode()
    headers = {name.decode(): value.decode() for name, value in scope["headers"] if wanted(name)}
    status, _, body = await asyncio.to_thread(fetch, provider, path, headers)

    if manner == "hinting" and "http.response.early_hint" in extensions:
        await send({"type": "http.response.early_hint", "links": [b"</a.css>; rel=preload; as=style"]})
    offers_trailers = manner == "hinting" and "http.response.trailers" in extensions
    await start(status, [], **({"trailers": True} if offers_trailers else {}))
    if manner == "breaking" and number % 12 == 0:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        raise RuntimeError("broken off on purpose")
    # No Content-Length: the body is sent in chunks (HTTP/1.1) or frames (HTTP/2).
    for position in range(0, len(body), 701):
        await send({"type": "http.response.body", "body": body[position : position + 701], "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    if offers_trailers:
        await send({"type": "http.response.trailers", "headers": [(b"x-checksum", b"1")]})
