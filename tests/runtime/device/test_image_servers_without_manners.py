"""Image servers that serve badly: what a device gets from them all the same, and when it gives them up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hostile_server import Site as Web
from hostile_server import served
from test_image_servers import IMAGE, Life, Site, site, stubs

from swm.publishing.repository import published_name
from swm.trust import Source

__all__ = ["site", "stubs"]


@contextmanager
def mirrored(folder: Path, site: Site, **nodes: Any) -> Iterator[tuple[Life, Web, str]]:
    """A device, a server of no good manners that has all that the image server has, and the URL of the package there."""
    content = site.publisher.content(site.target)
    place = f"/targets/{published_name(site.target)}"
    files = {f"/metadata/{name}": octets for name, octets in site.publisher.metadata().items()}
    files |= {place: content.read_bytes(), f"{place}.index": content.with_name(content.name + ".index").read_bytes()}
    web = Web(files)
    with served(web) as anchor:
        values = {"./ImageServer/is1/URLPrefix": f"{web.url}/", "./ImageServer/is1/TrustAnchor": anchor}
        life = Life(folder, site, **values | nodes)
        try:
            yield life, web, f"{web.url}{place}"
        finally:
            life.close()


def test_a_connection_that_breaks_within_the_metadata_costs_an_attempt_and_not_the_transfer(
    tmp_path: Path, site: Site
) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        web.cut_after = 100
        life.announce(sources=(Source(url=url),))
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA", "DOWNLOAD_FAILED")
        assert life.firmware() == IMAGE
        assert "DOWNLOAD_INTERRUPTED" in life.path()
