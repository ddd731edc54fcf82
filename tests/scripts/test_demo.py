"""A second start skips what was done with the same inputs."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture
def demo(tmp_path, monkeypatch):
    path = Path(__file__).parents[2] / "scripts" / "demo.py"
    spec = importlib.util.spec_from_file_location("demo_script", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VAR", tmp_path / "var")
    return module


@pytest.fixture
def done(demo, tmp_path):
    """``done(name)``: do it unless it was done; how often it was done so far."""
    calls = []
    source = tmp_path / "source.po"
    source.write_text("a")

    def once():
        demo.once("step", [source], lambda: calls.append(1))
        return len(calls)

    return once


def test_a_step_is_done_once(done):
    assert [done(), done()] == [1, 1]


def test_a_step_is_done_again_when_its_input_changed(done, tmp_path):
    done()
    (tmp_path / "source.po").write_text("b")
    assert done() == 2


def test_a_step_that_is_forgotten_is_done_again(demo, done):
    done()
    demo.forget("step")
    assert done() == 2


def test_a_step_that_failed_is_not_noted(demo, tmp_path):
    def fail():
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        demo.once("step", [], fail)
    assert not (tmp_path / "var" / "stamps" / "step").exists()


def test_settings_of_another_installation_do_not_reach_the_demonstration(demo, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://production/banso")
    monkeypatch.setenv("BANSO_MAIL_URL", "smtp://production")
    environment = demo.demonstration_environment("http://127.0.0.1:8000")
    assert "DATABASE_URL" not in environment
    assert "BANSO_MAIL_URL" not in environment
    assert environment["BANSO_MODE"] == "demo"
