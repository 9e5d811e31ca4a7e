"""``clickbait keys``: the API keys of the service."""

from __future__ import annotations

import argparse
import sys

from console.messages import _
from console.messages.columns import padded


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    adder = actions.add_parser("add", help="make a key and print its secret, which is never shown again")
    adder.add_argument("name", metavar="NAME", help="who will use it")
    lister = actions.add_parser("list", help="names and dates of all keys")
    revoker = actions.add_parser("revoke", help="make a key invalid for good")
    revoker.add_argument("name", metavar="NAME", help="the name it was made with")
    for action in (adder, lister, revoker):
        action.add_argument("--database", metavar="URL", help="database (default: DATABASE_URL, else the SQLite file)")


def run(args: argparse.Namespace) -> int:
    from api import keys  # SQLAlchemy: not when the command line is only parsed
    from api.storage import open_store

    store = open_store(args.database)
    try:
        if args.action == "add":
            secret = keys.create(store, args.name)
            sys.stderr.write(f"clickbait keys: {_('keep this secret, it is not shown again')}\n")
            print(secret)
        elif args.action == "revoke":
            keys.revoke(store, args.name)
            print(_("key {name!r} revoked").format(name=args.name))
        else:
            print(padded(_("prefix"), 14) + padded(_("created"), 22) + padded(_("revoked"), 22) + _("name"))
            for key in store.keys():
                revoked = f"{key.revoked_at:%Y-%m-%d %H:%M:%SZ}" if key.revoked_at else "-"
                print(f"{key.prefix:<14}{f'{key.created_at:%Y-%m-%d %H:%M:%SZ}':<22}{revoked:<22}{key.name}")
    finally:
        store.close()
    return 0
