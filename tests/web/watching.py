"""What a browser complains of: messages on its console, errors of scripts, policy violations, requests to elsewhere."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

FAULT = "the server responded with a status of"
"""What the console says of the page of a failure, which is a page like others to us."""


class Watched:
    """Listens to every tab of a browser."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.complaints: list[str] = []
        self._url = url
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _on_console(self, message: ConsoleMessage) -> None:
        if FAULT not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"error: {error.error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._url}/", "data:")):
            self.complaints.append(f"request: {request.url}")
