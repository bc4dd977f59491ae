"""Where webhooks may go. An address is looked at twice: as it is written, and as what its name stands for at the very
moment of connecting, because a name may mean something else by then.
"""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from duban.kernel.errors import FieldError, Invalid, Text
from duban.settings import Settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

METADATA: tuple[Network, ...] = tuple(
    ip_network(address)
    for address in ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")
)
"""Where clouds tell a machine its own secrets; not all of them are link-local."""

TUNNELS: tuple[Network, ...] = (ip_network("2002::/16"), ip_network("2001::/32"), ip_network("64:ff9b::/96"))
"""IPv6 addresses that stand for IPv4 ones (6to4, Teredo, NAT64): a way around every rule about the latter."""


class AddressRefused(Exception):
    """The name leads to an address that webhooks must not reach."""


@dataclass(frozen=True)
class Reach:
    """What this installation's webhooks may reach."""

    allow_http: bool
    loopback: bool
    refused: tuple[Network, ...]
    allowed: tuple[Network, ...]

    @classmethod
    def of(cls, settings: Settings) -> "Reach":
        return cls(
            settings.webhook_allow_http,
            not settings.is_production,
            tuple(ip_network(n) for n in settings.webhook_refused_networks),
            tuple(ip_network(n) for n in settings.webhook_allowed_networks),
        )

    def takes(self, text: str) -> bool:
        """Whether webhooks may go to the IP address `text`."""
        address = _plain(ip_address(text.partition("%")[0]))
        if _within(address, METADATA) or _within(address, self.refused) or _within(address, TUNNELS):
            return False
        if address.is_loopback:
            return self.loopback and (not self.allowed or _within(address, self.allowed))
        if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
            return False
        return not self.allowed or _within(address, self.allowed)

    def checked(self, url: str, pointer: str = "/url") -> str:
        """`url` as it will be used. Raises Invalid (`webhook_url_refused`) with the reason at `pointer`.

        Names are not looked up here: an answer to whoever asks would map the network for them.
        """
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL:
            raise _refused(pointer, Text("不是有效的网址。", "It is not a valid address.")) from None
        if parsed.scheme != "https" and not (parsed.scheme == "http" and self.allow_http):
            allowed = "https:// / http://" if self.allow_http else "https://"
            raise _refused(pointer, Text(f"网址须以 {allowed} 开头。", f"It must begin with {allowed}."))
        if not parsed.host or any(c.isspace() for c in url) or parsed.port not in (None, *range(1, 65536)):
            raise _refused(
                pointer,
                Text("网址缺少主机名，或端口、空格有误。", "It needs a host, a valid port if any, and no blank."),
            )
        if parsed.userinfo or parsed.fragment:
            words = Text("网址中不能含有用户名、密码或 # 片段。", "It must hold no user, password or fragment.")
            raise _refused(pointer, words)
        try:
            taken = self.takes(parsed.host)
        except ValueError:
            taken = True  # a name
        if not taken:
            raise _refused(pointer, Text("本系统不向这个地址发送。", "Nothing is sent to this address from here."))
        return str(parsed)


def _plain(address: Address) -> Address:
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _refused(pointer: str, text: Text) -> Invalid:
    return Invalid("webhook_url_refused", text, [FieldError(pointer, "webhook_url_refused", text)])


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to no address but those that `reach` takes. The name is looked up once, and the connection goes to the
    address that was judged; certificate and `Host` remain the name's, since they come from the address as written."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own interface
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        if not all(map(self.reach.takes, addresses)):
            raise AddressRefused(host)
        for address in addresses[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(self, *_args: Any, **_options: Any) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)
