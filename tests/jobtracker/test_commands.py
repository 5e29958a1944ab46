"""What holds for every command of ours: its ``--help`` can be read on a terminal, and shows how it is used."""

import shlex

import pytest
from django.core.management import get_commands, load_command_class

from jobtracker.commands import HelpFormatter

OURS = sorted(
    (name, app) for name, app in get_commands().items() if app in ("accounts", "jobtracker", "search", "tracking")
)


@pytest.fixture(params=OURS, ids=lambda own: own[0])
def command(request):
    name, app = request.param
    return load_command_class(app, name)


def test_commands_are_those_of_the_contract_and_more():
    assert [name for name, _ in OURS] == [
        *("backup", "check_tracking", "create_token", "create_user", "export_user", "generate_tracking_schema"),
        *("import_jobs", "import_user", "load_demo", "migrate", "remove_demo", "restore", "set_password"),
        *("sweep_resumes", "sync_boards", "up"),
    ]


def test_help_fits_a_terminal_and_keeps_its_paragraphs(command):
    shown = command.create_parser("manage.py", "x").format_help()

    assert command.help in shown
    assert max(map(len, command.help.splitlines())) <= 120


def test_help_ends_with_examples_that_are_understood(command):
    name = command.__module__.rpartition(".")[2]
    parser = command.create_parser("manage.py", name)

    examples = parser.format_help().partition("For example:\n")[2].splitlines()

    assert examples
    for line in examples:
        _, called, arguments = line.partition(f"manage.py {name}")
        assert called, line
        parser.parse_args(shlex.split(arguments.partition("<")[0]))


def test_own_options_come_before_those_of_all_commands():
    [create_user] = [load_command_class(app, name) for name, app in OURS if name == "create_user"]
    parser = create_user.create_parser("manage.py", "create_user")

    shown = parser.format_help()

    assert parser.formatter_class is HelpFormatter
    assert shown.index("--name") < shown.index("--verbosity") < shown.index("For example:")
