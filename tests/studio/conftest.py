import json

import pytest

from limpid.studio.session import Session


class Talk:
    """A session, spoken to as a page does."""

    def __init__(self, screen=None, permit=None):
        self.said = []
        self.session = Session(self.said.append, screen, permit)

    def ask(self, kind, **given):
        """Send a command; return its answer's result, or the error's sentence."""
        self.session.receive(json.dumps({"type": kind, "id": 1, **given}))
        answer = json.loads(self.said.pop())
        return answer.get("error", answer.get("result"))

    @property
    def screen(self):
        return self.session.screen


@pytest.fixture
def talk():
    return Talk()
