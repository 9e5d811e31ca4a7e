"""The reference of the service's settings, from the class that reads them; Chinese meanings stand here."""

from __future__ import annotations

from api.settings import PRIVATE, ServerSettings, variable
from tools.docs.languages import Language

_HEADS: dict[Language, str] = {
    "en": "| variable | option of `serve` | default | meaning |",
    "zh-TW": "| 環境變數 | `serve` 的選項 | 預設 | 說明 |",
}
CHINESE = {
    "host": "監聽的位址或名稱；IPv6 亦可，如 `::1`",
    "port": "監聽的埠號",
    "unix_socket": "改在這個 Unix socket 監聽",
    "workers": "處理請求的行程數",
    "public": "監聽的不是本機位址時，不要求 API 金鑰",
    "path_prefix": "代理伺服器提供服務的路徑，如 `/clickbait`",
    "proxies": "前面有幾層會加 `X-Forwarded-For` 的代理伺服器",
    "trusted_proxies": "採信哪些網段送來的轉送標頭（`proxies` 大於 0 時）",
    "model": "模型資料夾（預設：自己訓練的，否則內附的）",
    "reload_interval": "每隔幾秒檢查模型資料夾",
    "feedback": "是否接受更正；`off`：除非要求金鑰，否則不開資料庫",
    "database_url": "更正與金鑰的資料庫：`sqlite:////file` 或 `postgresql://…`（預設：使用者資料夾內的 SQLite）",
    "database_timeout": "一次呼叫等資料庫幾秒；超過回 503",
    "database_queue": "可排隊等資料庫的呼叫數；超過回 503",
    "max_body_bytes": "請求內容的位元組數，解壓縮後也算；超過回 413",
    "max_headlines": "一次呼叫的標題數；超過回 422",
    "max_headline_length": "一則標題的字數；超過回 422",
    "max_characters": "一次呼叫所有標題的總字數；超過回 422",
    "max_explained_characters": "同上，要求解釋（`explain`）時；每字的回應約 400 位元組；超過回 422",
    "max_page_length": "一個網頁的字數；超過回 422",
    "body_timeout": "用戶端送完內容的秒數；超過回 408",
    "scoring_queue": "可排隊等評分的呼叫數；超過回 503",
    "scoring_timeout": "一次呼叫等評分幾秒；超過回 503",
    "batch_wait": "為了與其他呼叫一起評分而多等的秒數；0：只與已到的一起",
    "require_key": "連本機位址也要求 API 金鑰",
    "rate_limit": "每把金鑰（沒有金鑰則每個位址；IPv6 以 /64 計）的呼叫次數；或 `off`",
    "feedback_rate_limit": "更正另外的次數限制",
    "rate_limit_storage": "`memory://`：各行程自己計數；`redis://host:6379/0`：所有行程一起計數",
    "rate_limit_timeout": "等上述儲存處幾秒",
    "rate_limit_failure": "上述儲存處沒有回應時：`closed` 以 503 拒絕，`open` 放行不計",
    "cors_origins": "可從網頁呼叫的網站：`https://news.example.tw …`",
    "cors_extensions": "瀏覽器擴充功能可以呼叫，權限與其他用戶端相同",
    "metrics": "`shared`：以共用記憶體加總各行程；`memory`：單一行程；或 `off`",
    "log_format": "`text`，或每行一個物件的 `json`",
    "access_log": "每個請求記一行",
}


def settings(language: Language) -> str:
    """A table of all settings. Raises KeyError where one has no Chinese meaning yet."""
    lines = [_HEADS[language], "|---|---|---|---|"]
    for name, field in ServerSettings.model_fields.items():
        option = "--" + ("database" if name == "database_url" else name.replace("_", "-"))
        meaning = field.description if language == "en" else CHINESE[name]
        lines.append(f"| `{variable(name)}` | `{option}` | {_default(field.default, language)} | {meaning} |")
    return "\n".join(lines) + "\n"


def _default(value: object, language: Language) -> str:
    if value == PRIVATE:
        return "loopback, private networks" if language == "en" else "本機與私有網段"
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    return "" if value in (None, "", ()) else f"`{value}`"
