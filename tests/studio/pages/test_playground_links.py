"""The playground's links: as thick as their weights, in the color of their signs."""

import re

import pytest

# The pixels down the middle of the first link of a network of one input and one unit.
READ = """() => {
  const canvas = document.querySelector('[aria-label="Network"] canvas');
  const ratio = canvas.width / canvas.clientWidth;
  const unit = document.querySelector('button.at.unit').getBoundingClientRect();
  const x = (unit.left - canvas.getBoundingClientRect().left) - 20;
  const { data } = canvas.getContext('2d')
    .getImageData(Math.round(x * ratio), 0, 1, canvas.height);
  const seen = [];
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 8) seen.push([data[i], data[i + 2]]);
  return [seen.length / ratio, ...seen[Math.floor(seen.length / 2)]];
}"""


def link(page, weight):
    """Set the weight; return the link's width, its red and its blue."""
    page.get_by_label("Set the weight from").fill(str(weight))
    page.get_by_label("Set the weight from").press("Tab")
    text = str(weight).replace("-", "−")
    page.locator('[data-number="kernel/0/0/0"]').get_by_text(
        text, exact=True
    ).wait_for()
    page.wait_for_timeout(50)
    return page.evaluate(READ)


def test_links_are_as_thick_as_their_weights_in_the_color_of_their_signs(visit):
    """PLG-20."""
    page = visit(
        'playground?features=["x1"]&hidden=[{"units":1}]'
        '&regularization="l2"&regularization_rate=1&learning_rate=0.02'
    )
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 1")).click()
    thin, thick, negative = (link(page, weight) for weight in (0.5, 4, -4))
    assert thick[0] > 3 * thin[0]
    assert negative[0] == pytest.approx(thick[0], abs=1)
    # Orange for weights above 0, blue for those below.
    assert thick[1] > thick[2]
    assert negative[2] > negative[1]
    page.get_by_role("button", name="Step one epoch").click()
    page.get_by_text("epoch 1", exact=True).wait_for()
    page.wait_for_timeout(50)
    # The penalty has shortened the weight.
    assert page.evaluate(READ)[0] < negative[0] - 1
