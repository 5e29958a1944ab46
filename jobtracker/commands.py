"""What the product's commands have in common: how their ``--help`` reads. It knows no app."""

from argparse import RawDescriptionHelpFormatter

from django.core.management import base


class HelpFormatter(base.DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Paragraphs as they were written, and a command's own options before those that all commands have."""


class WithExamples:
    """A command whose ``--help`` ends with how it is used: ``examples``, whole lines of a shell."""

    examples: str

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> base.CommandParser:
        lines = "\n".join(f"  {line}" for line in self.examples.splitlines())
        kwargs = {"formatter_class": HelpFormatter, "epilog": f"For example:\n{lines}", **kwargs}
        return super().create_parser(prog_name, subcommand, **kwargs)


class BaseCommand(WithExamples, base.BaseCommand):
    """``help`` is one sentence, then what else there is to know, in lines that fit a terminal."""
