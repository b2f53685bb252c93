"""A call and its answer as text for people."""

import json

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.exchange import Exchange


def exchange_words(exchange: Exchange) -> str:
    """All that is known of it, parameters a line each, and what is JSON indented."""
    asked = (f"{name}={_pretty(value)}" for name, value in exchange.parameters)
    parts = [f"{exchange.method} {exchange.address}", "\n".join(asked), _pretty(exchange.sent)]
    if exchange.status is None:
        parts.append(_tr("No answer: {0}").format(exchange.failure))
    else:
        parts.append(_tr("Answer {0}").format(exchange.status))
        parts.append(_pretty(exchange.received))
        if exchange.is_cut:
            parts.append(_tr("The answer is longer; only its beginning is kept here."))
    return "\n\n".join(part for part in parts if part)


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body


def _tr(text: str) -> str:
    return QCoreApplication.translate("RequestLog", text)
