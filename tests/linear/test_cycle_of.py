from limpid.linear import Perceptron, cycle_of

GATE = [[0, 0], [0, 1], [1, 0], [1, 1]]


def ends(labels):
    return list(Perceptron(epochs=20).updates(GATE, labels))[3::4]


def test_xor_comes_back_and_stays_in_its_circle():
    found = ends([0, 1, 1, 0])
    first, again = cycle_of(found)
    period = again - first
    for one, other in zip(found[first - 1 :], found[again - 1 :], strict=False):
        assert one.weights.tolist() == other.weights.tolist()
    assert period == 1


def test_lines_on_the_way_to_a_separator_never_come_back_before_the_last():
    assert cycle_of(ends([0, 0, 0, 1])[:-1]) is None
