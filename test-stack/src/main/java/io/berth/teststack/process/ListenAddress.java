/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An address that a server listens on.
 *
 * @param address without a zone
 */
public record ListenAddress(InetAddress address) {

  /** Reached by programs of this machine alone. */
  public static final ListenAddress LOOPBACK =
      new ListenAddress(InetAddress.ofLiteral("127.0.0.1"));

  private static final String WANTED =
      "an IPv4 or IPv6 address of this machine such as 10.1.2.3, 0.0.0.0 for all of them, or"
          + " 127.0.0.1 for this machine alone";

  /** What Java reads as an IPv4 address is more: 1 is 0.0.0.1, and 127.1 is 127.0.0.1. */
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):[0-9]{1,5}");
  private static final Pattern NAME = Pattern.compile("[\\w.-]*[g-zG-Z][\\w.-]*");

  /**
   * Reads an address; {@code localhost} is 127.0.0.1, and an IPv6 address may stand in brackets.
   *
   * @throws IllegalArgumentException where it is none, with what is wanted
   */
  public static ListenAddress parse(String text) {
    String bare = unbracketed(text.strip());
    if (bare.equals("localhost")) {
      return LOOPBACK;
    }
    try {
      if (IPV4.matcher(bare).matches() || IPV6.matcher(bare).matches()) {
        return checked(text, InetAddress.ofLiteral(bare));
      }
    } catch (IllegalArgumentException _) {
      // Looks like one and is none, such as 300.1.1.1; told below.
    }
    throw refused(text, hint(bare));
  }

  private static ListenAddress checked(String text, InetAddress address) {
    if (address.isMulticastAddress()) {
      throw refused(text, "a group of machines has that address. ");
    }
    if (address.isLinkLocalAddress()) {
      throw refused(text, "it means another machine on each network. ");
    }
    return new ListenAddress(address);
  }

  private static String unbracketed(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  private static String hint(String text) {
    if (text.contains("://") || WITH_PORT.matcher(text).matches()) {
      return "the ports stay as they are (--port-offset moves them). ";
    }
    return NAME.matcher(text).matches() ? "a name may mean another address tomorrow. " : "";
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException(
        "'" + text + "' is no address to listen on: " + why + "Wanted " + WANTED);
  }

  /** Whether only this machine reaches it. */
  public boolean isLoopback() {
    return address.isLoopbackAddress();
  }

  /** Whether it stands for every address of this machine, of IPv4 and of IPv6. */
  public boolean isWildcard() {
    return address.isAnyLocalAddress();
  }

  /**
   * The address as servers are configured with it: {@code 10.1.2.3}, {@code 2001:db8:0:0:0:0:0:1}.
   */
  public String text() {
    return address.getHostAddress();
  }

  /** How programs of this machine reach it, as it stands in a URL: {@code localhost}. */
  public String host() {
    if (isWildcard() || equals(LOOPBACK)) {
      return "localhost";
    }
    return address instanceof Inet6Address ? "[" + text() + "]" : text();
  }

  @Override
  public String toString() {
    return text();
  }
}
