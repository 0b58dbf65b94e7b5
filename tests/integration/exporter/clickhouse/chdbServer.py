"""ClickHouse's own engine (chdb) behind as much of its HTTP interface as the client uses.

Prints its port. The engine runs in this process, on one thread, with its data in the given folder.
"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

from chdb import session

engine = session.Session(sys.argv[1])
not_settings = {"query", "database", "query_id", "wait_end_of_query", "default_format", "session_id"}


def quoted(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self.answer(200, b"Ok.\n")

    def do_POST(self):
        length = self.headers.get("Content-Length")
        body = self.rfile.read(int(length)) if length else self.chunks()
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        text = body.decode()
        sql = given["query"] + "\n" + text if "query" in given else text
        try:
            engine.query("SET insert_deduplication_token = ''")
            for name, value in given.items():
                if name not in not_settings:
                    engine.query(f"SET {name} = {quoted(value)}")
            self.answer(200, engine.query(sql).bytes() or b"")
        except Exception as error:
            self.answer(400, str(error).encode())

    def chunks(self):
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
