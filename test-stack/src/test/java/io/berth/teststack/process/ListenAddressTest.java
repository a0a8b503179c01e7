/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, localhost",
    "localhost, 127.0.0.1, localhost",
    "' 10.1.2.3 ', 10.1.2.3, 10.1.2.3",
    "127.0.0.2, 127.0.0.2, 127.0.0.2",
    "0.0.0.0, 0.0.0.0, localhost",
    "::, 0:0:0:0:0:0:0:0, localhost",
    "[::], 0:0:0:0:0:0:0:0, localhost",
    "::1, 0:0:0:0:0:0:0:1, [0:0:0:0:0:0:0:1]",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1, [2001:db8:0:0:0:0:0:1]",
    "::ffff:10.1.2.3, 10.1.2.3, 10.1.2.3"
  })
  void address_isToldToTheServer_andReachedByItsHost(String text, String told, String host) {
    var address = ListenAddress.parse(text);

    assertThat(address.text()).isEqualTo(told);
    assertThat(address.host()).isEqualTo(host);
    assertThat(ListenAddress.parse(address.text())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
  void loopback_isThisMachineAlone(String text) {
    assertThat(ListenAddress.parse(text).isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::ffff:0.0.0.0", "10.0.0.1", "fd00::1"})
  void everythingElse_isOpen(String text) {
    assertThat(ListenAddress.parse(text).isLoopback()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "0",
        "1",
        "127.1",
        "010.1.2.3",
        "0x7f.0.0.1",
        "2130706433",
        "256.1.1.1",
        "1.2.3.4.5",
        "1.2.3.",
        "10.1.2.3/24",
        "10.1.2.3 10.1.2.4",
        ":::",
        "12345::",
        "::g",
        "fe80::1",
        "fe80::1%eth0",
        "::1%lo",
        "224.0.0.1",
        "ff02::1",
        "169.254.1.1",
        "\u0661.2.3.4",
        "eth0",
        "all"
      })
  void whatIsNoAddress_isRefused_andWhatIsWantedIsSaid(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenAddress.parse(text))
        .withMessageContaining("'" + text + "' is no address to listen on")
        .withMessageContaining("0.0.0.0 for all of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:8080", "0.0.0.0:80", "http://10.1.2.3", "[::1]:8080", ":8080"})
  void port_isRefused_andTheWayToMovePortsIsSaid(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenAddress.parse(text))
        .withMessageContaining("--port-offset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"laptop", "berth.example.com", "my-host"})
  void name_isRefused_sinceItMayMeanAnotherAddressTomorrow(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenAddress.parse(text))
        .withMessageContaining("a name may mean another address tomorrow");
  }
}
