"""What type checkers know of headers that are set on the client."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from uuid import UUID

from case_client_headers import AsyncLedger, Ledger


def sync(client: Ledger) -> None:
    client.entries.delete("a")
    client.entries.delete("a", x_account=UUID(int=1), x_region="us")
    client.entries.create(amount=1)
    client.entries.delete("a", x_account=1)  # type: ignore


Ledger(x_account=UUID(int=1), x_region="eu", timeout_header=1, timeout=3)
Ledger(x_account="00000000-0000-0000-0000-000000000001")
AsyncLedger(x_region="eu")
Ledger(x_region="asia")  # type: ignore
Ledger(timeout_header="1")  # type: ignore
Ledger(x_kind="a")  # type: ignore
