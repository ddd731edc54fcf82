"""The strict content policy holds, without the bypass that the accessibility test needs."""


def test_a_script_put_into_a_page_does_not_run(visit):
    page = visit()
    page.goto("/enter-as/")
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return window.ran === true;
        }"""
    )
    assert ran is False
    # The browser tells of the refusal on its console: here that is what we want.
    assert any("Content Security Policy" in said for said in visit.complaints)
    visit.complaints.clear()


def test_pages_of_every_room_complain_about_nothing(page_as):
    page = page_as("evaluator")
    for path in ("/", "/firms/", "/cases/", "/evidence/", "/surveys/", "/malls/"):
        assert page.goto(path).status == 200
