import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from banso.web import errors


@pytest.fixture
def careless():
    """A client that gets the error page instead of the exception."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_a_missing_page_says_what_to_do(db):
    response = Client().get("/no/such/page")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


def test_a_page_out_of_reach_says_why(client_as):
    response = client_as("evaluator").get("/journal/")
    assert response.status_code == 403
    assert "いまの役割では開けません" in response.content.decode()


def test_a_form_without_its_token_explains_itself(db, careless):
    response = careless.post("/language/setlang/", {"language": "en"})
    assert response.status_code == 403
    assert "時間がたちすぎました" in response.content.decode()


def test_a_fault_of_ours_is_told_without_touching_request_or_database(queries):
    with queries(0):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "システムの不具合" in response.content.decode()


def test_an_upload_above_the_limit_names_the_limit(client_as, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    client = client_as("programme_manager")
    big = SimpleUploadedFile("answers.csv", b"x" * (1024 * 1024 + 100_000))
    response = client.post("/surveys/upload/", {"files": big})
    assert response.status_code == 413
    assert "1 MBまで" in response.content.decode()


def test_errors_speak_the_language_of_the_page(db):
    with translation.override("en"):
        response = Client(headers={"accept-language": "en"}).get("/no/such/page")
    assert "There is no such page" in response.content.decode()
