from limpid.graph.shapes import Shape, broadcast


def broadcast_shapes(*shapes: Shape) -> Shape:
    """Return the shape that arrays of these shapes broadcast to.

    Raises:
        ShapeError: Two sizes differ and neither is 1.
    """
    return broadcast(*(tuple(shape) for shape in shapes))
