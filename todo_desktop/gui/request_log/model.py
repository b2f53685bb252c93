"""The calls as rows, latest first, less those that a search hides."""

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, QObject, Qt

from todo_desktop.gui.ordered_model import NOWHERE, Index
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.request_log.log import MOST, RequestLog
from todo_desktop.model.exchange import Exchange

_NUMBERS = (3, 4, 5)


class ExchangeModel(QAbstractTableModel):
    """Follows *log*."""

    def __init__(self, log: RequestLog, parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._wanted = ""
        self._texts: dict[Exchange, str] = {}
        """What a search looks into, kept from one letter to the next."""
        self._rows = self._matching()
        self._of_several = log.of_several_servers
        self._headings = (
            self.tr("At"), self.tr("Method"), self.tr("Path"), self.tr("Status"), self.tr("Took"), self.tr("Size"),
        )  # fmt: skip
        log.added.connect(self._add)
        log.cleared.connect(self._begin_anew)

    @property
    def shown(self) -> list[Exchange]:
        """Latest first."""
        return list(self._rows)

    def exchange(self, row: int) -> Exchange:
        return self._rows[row]

    def search(self, text: str) -> None:
        self._wanted = text.strip().casefold()
        self._begin_anew()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._rows[index.row()], index.column())
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _text(self, exchange: Exchange, column: int) -> str:
        locale = QLocale()
        if column == 0:
            return QDateTime.fromMSecsSinceEpoch(exchange.at).toString("HH:mm:ss.zzz")
        if column == 1:
            return exchange.method
        if column == 2:
            return one_line(f"{exchange.host} {exchange.path}" if self._of_several else exchange.path)
        if column == 3:
            return self.tr("none") if exchange.status is None else str(exchange.status)
        if column == 4:
            return self.tr("{0} ms").format(locale.toString(round(exchange.took_ms)))
        return locale.formattedDataSize(exchange.size)

    def _matching(self) -> list[Exchange]:
        exchanges, known = self._log.exchanges[::-1], self._texts
        self._texts = {each: known.get(each) or each.folded for each in exchanges} if self._wanted else {}
        return [each for each in exchanges if not self._wanted or self._wanted in self._texts[each]]

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self._rows = self._matching()
        self._of_several = self._log.of_several_servers
        self.endResetModel()

    def _add(self, exchange: Exchange) -> None:
        self._name_servers()
        if self._wanted and self._wanted not in exchange.folded:
            return
        if len(self._rows) == MOST:
            self.beginRemoveRows(NOWHERE, MOST - 1, MOST - 1)
            self._rows.pop()
            self.endRemoveRows()
        self.beginInsertRows(NOWHERE, 0, 0)
        self._rows.insert(0, exchange)
        self.endInsertRows()

    def _name_servers(self) -> None:
        """Once another server was called, each row says which."""
        if not self._of_several and self._log.of_several_servers:
            self._of_several = True
            self.dataChanged.emit(self.index(0, 2), self.index(len(self._rows) - 1, 2))


def _alignment(column: int) -> Qt.AlignmentFlag:
    """Numbers end where their heading ends."""
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
