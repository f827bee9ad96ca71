"""What a browser complains of: messages on its console, errors of scripts, policy violations, requests to elsewhere."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError, expect

ORDINARY = (
    "the server responded with a status of",
    "Response Status Error Code",
    "htmx:sendAbort",
    "htmx:afterRequest",
)
"""What the browser and htmx say of the page of a failure, and of a request that a later click has replaced."""


class Watched:
    """Listens to every tab of a browser."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.complaints: list[str] = []
        self._url = url
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("dialog", self._on_dialog)

    def _on_console(self, message: ConsoleMessage) -> None:
        if not any(fault in message.text for fault in ORDINARY):
            self.complaints.append(f"console: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"error: {error.error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._url}/", "data:")):
            self.complaints.append(f"request: {request.url}")


def settle(page: Page) -> None:
    """Wait until the parts that a page asks for after it has come are there."""
    expect(page.locator(".htmx-request")).to_have_count(0)
