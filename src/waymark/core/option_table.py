"""Every option of an installation, declared once; docs/reference/settings.md is written from this table."""

from waymark.core.options import (
    Option,
    database,
    evidence_mebibytes,
    flag,
    folder,
    mail,
    mebibytes,
    names,
    one_of,
    origin,
    scanner,
    text,
    time_zone,
    whole,
)

OPTIONS: tuple[Option, ...] = (
    Option(
        "data", "WAYMARK_DATA", "folder", folder, None,
        "Where Waymark keeps everything: the SQLite database, files, the secret key, the configuration file.",
        "/srv/waymark",
        default_text="`~/Library/Application Support/Waymark` on macOS, "
        "else `$XDG_DATA_HOME/waymark` or `~/.local/share/waymark`",
    ),
    Option(
        "config", "WAYMARK_CONFIG", "file", folder, None,
        "A TOML file with any of the other options. A variable of the environment wins over the file.",
        "/etc/waymark.toml", default_text="`waymark.toml` in the data folder, if there is one",
    ),
    Option(
        "host", "WAYMARK_HOST", "host name or address", text, "127.0.0.1",
        "The address the web server listens on. Only this machine reaches 127.0.0.1.", "192.0.2.10",
    ),
    Option(
        "port", "WAYMARK_PORT", "whole number, 1 to 65535", whole(1, 65535), 8000,
        "The port the web server listens on. If it is taken, the next free one is used, and the start screen says so.",
        "8080",
    ),
    Option(
        "base_url", "WAYMARK_BASE_URL", "address of a site", origin, None,
        "The address people type. Links in messages and documents begin with it.", "https://waymark.example.org",
        default_text="`http://` with host and port",
    ),
    Option(
        "allowed_hosts", "WAYMARK_ALLOWED_HOSTS", "host names", names, None,
        "The names this installation answers to. A request for another name is refused.",
        "waymark.example.org,waymark.internal", default_text="this machine, and the host of the base URL",
    ),
    Option(
        "behind_proxy", "WAYMARK_BEHIND_PROXY", "on or off", flag, False,
        "Whether your reverse proxy sets X-Forwarded-Proto and X-Forwarded-For on every request. Never "
            "turn it on without one: clients could then forge their address or pretend to use https.", "on",
    ),
    Option(
        "secure_cookies", "WAYMARK_SECURE_COOKIES", "auto, on or off", one_of("auto", "on", "off"), "auto",
        "Whether browsers may send cookies by https only. auto: when the base URL begins with https.", "on",
    ),
    Option(
        "session_hours", "WAYMARK_SESSION_HOURS", "whole number, 1 to 8760", whole(1, 8760), 336,
        "How many hours a session lasts after signing in.", "12",
    ),
    Option(
        "database", "DATABASE_URL", "address of a database", database, None,
        "The database, SQLite or PostgreSQL. Special characters in a password are written like %40.",
        "postgres://waymark:password@db.example.org:5432/waymark",
        default_text="SQLite, `waymark.sqlite3` in the data folder", secret=True,
    ),
    Option(
        "email", "EMAIL_URL", "address of a mail server", mail, None,
        "The mail server. With one, people get an email when their password or second step changes; "
            "signing in never needs it.",
        "smtp+tls://waymark:password@mail.example.org:587", default_text="none", secret=True,
    ),
    Option(
        "secret_key_file", "WAYMARK_SECRET_KEY_FILE", "file", folder, None,
        "The file with the secret key that signs sessions and links; created with mode 0600 at the "
            "first start. Machines that serve one installation need the same key.",
        "/run/secrets/waymark", default_text="`secret.key` in the data folder",
    ),
    Option(
        "signing_key_file", "WAYMARK_SIGNING_KEY_FILE", "file", folder, None,
        "The file with the Ed25519 key that signs checkpoints of the trail; created with mode 0600 with "
            "the first checkpoint. Machines that serve one installation need the same key. Keep a copy: "
                "without it, earlier checkpoints can no longer be verified.",
        "/run/secrets/waymark-signing", default_text="`signing.key` in the data folder",
    ),
    Option(
        "upload_limit", "WAYMARK_UPLOAD_MIB", "whole number, 1 to 1024 (MiB)", mebibytes, 16,
        "The largest file that can be imported, in MiB; tables are limited to 16.", "8",
    ),
    Option(
        "evidence_limit", "WAYMARK_EVIDENCE_MIB", "whole number, 1 to 2048 (MiB)", evidence_mebibytes, 50,
        "The largest file accepted as evidence, in MiB. One upload may hold several files, together up "
            "to four times this size.", "500",
    ),
    Option(
        "clamd", "WAYMARK_CLAMD", "address of a scanner", scanner, None,
        "The socket of ClamAV's clamd, which scans every new evidence file. A file is kept and flagged "
            "if something is found, or if the scanner cannot be reached.",
        "tcp://127.0.0.1:3310", default_text="none; files are not scanned",
    ),
    Option(
        "workers", "WAYMARK_WORKERS", "whole number, 1 to 64", whole(1, 64), 2,
        "How many processes answer requests.", "4",
    ),
    Option(
        "threads", "WAYMARK_THREADS", "whole number, 1 to 64", whole(1, 64), 4,
        "How many requests each process answers at once.", "8",
    ),
    Option(
        "connections_per_address", "WAYMARK_CONNECTIONS_PER_ADDRESS", "whole number, 10 to 400", whole(10, 400), 150,
        "How many connections of one network address each process holds. One more closes the one of this address that "
            "has been idle longest. Behind a proxy all have its address, so with `WAYMARK_BEHIND_PROXY` nothing is "
            "counted here; let the proxy count.", "300",
    ),
    Option(
        "background", "WAYMARK_BACKGROUND", "on or off", flag, True,
        "Whether background work runs beside the web server. Turn it off on machines that only serve "
            "pages, and run `waymark worker` on at least one.", "off",
    ),
    Option(
        "time_zone", "WAYMARK_TIME_ZONE", "name of a time zone", time_zone, "UTC",
        "The time zone of new organisations and of the log. Times are stored in UTC.", "Europe/Berlin",
    ),
    Option(
        "log_level", "WAYMARK_LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL",
        one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "INFO",
        "How detailed the log is.", "WARNING",
    ),
    Option(
        "debug", "WAYMARK_DEBUG", "on or off", flag, False,
        "Whether error pages show debug details. For development only, and only on this machine.", "on",
    ),
)  # fmt: skip
