"""Take README's picture of the running demo:  make demo, and then  python -m tools.take_screenshot [address] [file]"""

import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from tools.find_browser import find_browser

ADDRESS = "http://127.0.0.1:8050/?lang=en&scheme=light"
PICTURE = Path(__file__).parents[1] / "docs" / "start.png"
SIZE: ViewportSize = {"width": 1440, "height": 1000}
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")


def main(address: str, picture: Path) -> None:
    """Open the page, wait until it is drawn, and save it."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=QUIET)
        page = browser.new_page(viewport=SIZE)
        page.goto(address, wait_until="networkidle")
        page.wait_for_selector(".ls-card")
        page.wait_for_timeout(1000)  # charts finish drawing after the network is quiet
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ADDRESS, Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURE)
