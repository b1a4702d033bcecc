"""An AWS API on this machine: moto, with what it lacks of the resources of a mesh, and refusing what AWS refuses."""
