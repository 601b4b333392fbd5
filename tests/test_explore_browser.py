"""The page of an exploration in headless Chromium."""

import os
import shutil

import pytest

from s2sad import explore
from tests.test_explore import heat, loudness

BROWSER = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
SOURCE, OTHER = "section[aria-label='Source'] ", "section[aria-label='What is made of it'] "


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; it comes with "
                                     "s2sad[browser]")
    with playwright.sync_playwright() as started:
        try:
            # Root, in a container, has no sandbox.
            chromium = started.chromium.launch(executable_path=BROWSER,
                                               args=["--no-sandbox"] if not os.getuid() else [])
        except playwright.Error as error:
            pytest.skip(f"Chromium does not start: {error}")
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, tmp_path):
    """opened(exploration, **options): its page, opened from the file system; errors and requests fail the test."""
    contexts, wrong = [], []

    def open_(exploration, width=1280, height=800, **options):
        file = tmp_path / "page.html"
        file.write_text(exploration.to_html(), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("request", lambda request: None if request.url == file.as_uri() else wrong.append(request.url))
        page.goto(file.as_uri())
        return page
    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def texts(page, selector):
    return [text.strip() for text in page.locator(selector + " .text").all_inner_texts()]


HOT = ["t, dt = laplace_du(u, du)", "du[1:-1] += dk * t + k * dt", "u[1:-1] += k * t"]


def test_pointing_at_a_line_shows_what_belongs_to_it(opened):
    page = opened(explore(heat))
    page.locator(SOURCE + ".row", has_text="u[1:-1] += k * laplace(u)").hover()
    assert texts(page, "#derivative .hot") == HOT
    assert texts(page, SOURCE + ".hot") == ["u[1:-1] += k * laplace(u)"]
    page.locator("#derivative .row", has_text="t2 = u.max()").hover()
    assert texts(page, SOURCE + ".hot") == ["return (u.max()", "+ 0.0)"]
    assert texts(page, "#derivative .hot") == ["t2 = u.max()", "return t2 + 0.0, extremum_tangent(u, du, t2)"]
    page.mouse.move(2, 2)
    assert page.locator(".hot").count() == 0


def test_a_clicked_line_stays_marked(opened):
    page = opened(explore(heat))
    line = page.locator(SOURCE + ".row", has_text="u[1:-1] += k * laplace(u)")
    line.click()
    page.mouse.move(2, 2)
    assert texts(page, "#derivative .pinned") == HOT
    assert line.get_attribute("aria-selected") == "true"
    page.get_by_role("tab", name="Kinds").click()
    assert page.locator("#facts .pinned").count() > 1
    line.click()
    assert page.locator(".pinned").count() == 0
    line.click()
    page.keyboard.press("Escape")
    assert page.locator(".pinned").count() == 0


def test_a_comment_belongs_to_nothing(opened):
    page = opened(explore(heat))
    page.locator(SOURCE + ".row", has_text="# the end").click(force=True)
    assert page.locator(".hot, .pinned").count() == 0


def test_tabs(opened):
    page = opened(explore(heat))
    names = ["Derivative", "Unsimplified", "Kinds", "Lowered"]
    assert page.get_by_role("tab").all_inner_texts() == names
    for name in names:
        page.get_by_role("tab", name=name).click()
        panel = page.get_by_role("tabpanel")  # one that is seen
        assert panel.count() == 1 and panel.inner_text()
        assert page.locator("[role=tab][aria-selected=true]").inner_text() == name


def test_the_keyboard(opened):
    page = opened(explore(heat))

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)
    focused = page.locator(":focus")
    press("Tab")
    assert "def heat(" in focused.inner_text()
    press("ArrowDown", "ArrowDown")
    assert texts(page, "#derivative .hot") == ["u = np.zeros(50)", "du = np.zeros_like(u)"]
    press("End", "Enter")  # the statement's second line
    assert texts(page, "#derivative .pinned")[0] == "t2 = u.max()"
    press("Home", "ArrowUp")
    assert "def heat(" in focused.inner_text()
    press("Tab")
    assert "def laplace(" in focused.inner_text()  # each function is one stop
    press("Tab")
    assert focused.inner_text() == "Derivative"
    press("ArrowRight")
    assert focused.inner_text() == "Unsimplified" and page.locator("#forward").is_visible()
    press("ArrowLeft", "ArrowLeft")
    assert focused.inner_text() == "Lowered"
    press("Home", "Tab")
    assert "def heat_dk(" in focused.inner_text()
    press("Escape")
    assert page.locator(".pinned").count() == 0


def long(x):
    total_of_everything = 0.0
    for number_of_the_term in range(10):
        total_of_everything = total_of_everything + x**number_of_the_term * (x + number_of_the_term) * (x - 1.0) / (2 + x)
        [[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]
    return "a_text_without_any_place_at_which_it_could_be_broken_over_several_lines_of_a_page", total_of_everything


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width, height", [(1280, 800), (390, 844)])
def test_nothing_is_cut_off(opened, width, height, scheme):
    page = opened(explore(long), width, height, color_scheme=scheme)
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("""[...document.querySelectorAll('.scroll')].every(
            box => box.hidden || box.scrollWidth <= box.clientWidth)""")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert light == (scheme == "light")


def test_both_sides_are_seen_on_a_phone(opened):
    page = opened(explore(heat), 390, 844)
    page.locator(SOURCE + ".row", has_text="return u[2:]").click()
    for side in (SOURCE, OTHER):
        box = page.locator(side + ".pinned").first.bounding_box()
        pane = page.locator(side + ".scroll:not([hidden])").bounding_box()
        assert pane["y"] <= box["y"] and box["y"] + box["height"] <= pane["y"] + pane["height"] <= 844


def test_a_refusal(opened):
    page = opened(explore(loudness))
    assert page.get_by_role("tab").all_inner_texts()[0] == "Refusal"
    assert "outlives the call" in page.get_by_role("alert").inner_text()
    assert page.locator(SOURCE + ".fault").inner_text() == "peak"
    assert page.locator(SOURCE + ".reason").is_visible()


def test_in_a_frame(opened):
    class Framed:
        def to_html(self):
            return "<!doctype html>" + explore(heat)._repr_html_()
    page = opened(Framed())
    inside = page.frame_locator("iframe")
    inside.locator(SOURCE + ".row", has_text="u[1:-1] += k").hover()
    assert [t.strip() for t in inside.locator("#derivative .hot .text").all_inner_texts()] == HOT
