"""The module's routers, in the order of the API's pages."""

from duban.orgs import (
    auth_routes,
    client_routes,
    grant_routes,
    me_routes,
    organisation_routes,
    recusal_routes,
    region_routes,
    session_routes,
    user_routes,
)

ROUTERS = [
    auth_routes.router,
    me_routes.router,
    session_routes.router,
    organisation_routes.router,
    region_routes.router,
    user_routes.router,
    grant_routes.roles,
    grant_routes.router,
    recusal_routes.router,
    client_routes.router,
]
WELL_KNOWN = auth_routes.well_known
"""Mounted at the root, not under the API's prefix."""
