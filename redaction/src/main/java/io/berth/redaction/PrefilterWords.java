/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

/**
 * The words, or their beginnings, that must be present for a rule to match, in lower case. A rule
 * whose words are missing here is never applied.
 */
final class PrefilterWords {

  private static final String[] NAMES = {
    "pass",
    "pwd",
    "secret",
    "token",
    "auth",
    "credential",
    "sharedaccesssig",
    "dockerc",
    "jsessionid",
    "phpsessid",
    "masterauth",
    "identified",
    "private-lines",
    "pw=",
    "pw:",
    "pw ",
    "pw\"",
    "pw'",
    "pw\\",
    "pw\n",
    "pw\t",
    "pw%",
    "pw&",
    "pw)",
    "pw]",
    "kennwort",
    "contrase",
    "de passe",
    "tls.key",
    "client-key-data"
  };

  private static final String[] KEYS = {
    "api",
    "access",
    "private",
    "account",
    "shared",
    "signing",
    "encryption",
    "master",
    "subscription",
    "session",
    "hmac",
    "app",
    "license",
    "licence",
    "functions",
    "crypto"
  };

  /** Heads of keys, before which no letter stands. */
  private static final String[] ISSUED = {
    "akia",
    "asia",
    "abia",
    "acca",
    "akid",
    "aiza",
    "ltai",
    "xox",
    "xapp-",
    "npm_",
    "sk_",
    "rk_",
    "sk-",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "glrt-",
    "glptt-",
    "glcbt-",
    "glsoat-",
    "glagent-",
    "gloas-",
    "hf_",
    "hvs.",
    "hvb.",
    "sg.",
    "dckr_pat_",
    "dckr_oat_",
    "pypi-",
    "dop_v1_",
    "ya29.",
    "gocspx-",
    "shpat_",
    "shpss_",
    "shpca_",
    "whsec_",
    "tskey-",
    "sntrys_",
    "figd_",
    "atatt3",
    "rubygems_",
    "age-secret-key-",
    "lin_api_",
    "glrtr-",
    "doo_v1_",
    "dor_v1_",
    "glsa_",
    "dapi",
    "pmak-",
    "nrak-",
    "atctt3",
    "sgp_",
    "pul-",
    "sq0csp-",
    "phx_",
    "sbp_",
    "nvapi-",
    "gsk_",
    "pplx-",
    "xai-",
    "akcp",
    "cmvmdgtu",
    "key-",
    "bot"
  };

  private static final String[] OPTIONS = {"-p", "-u", "--user", "--proxy-user", "-a", "-w", "-b"};

  private PrefilterWords() {}

  /** Takes a word. */
  interface WordConsumer {
    /**
     * A word.
     *
     * @param letters at least two
     * @param group of {@link SecretPrefilter}
     * @param alone whether nothing that belongs to a word may stand before it
     */
    void take(String letters, int group, boolean alone);
  }

  static void each(WordConsumer taker) {
    all(taker, SecretPrefilter.NAME, false, NAMES);
    for (String key : KEYS) {
      all(
          taker,
          SecretPrefilter.NAME,
          false,
          key + "key",
          key + "_key",
          key + "-key",
          key + ".key",
          key + " key");
    }
    all(taker, SecretPrefilter.SCHEME, false, "bearer", "basic", "digest", "authorization");
    all(
        taker,
        SecretPrefilter.KEY_BLOCK,
        false,
        "begin ",
        "private key",
        "private-lines",
        "ls0tls1crudjti");
    all(taker, SecretPrefilter.JWT, true, "eyj");
    all(
        taker,
        SecretPrefilter.URL,
        false,
        "://",
        "tcp(",
        "unix(",
        "hooks.slack.",
        "/webhooks/",
        "telegram.org/bot",
        "webhookb2/",
        "sig=",
        "signature=",
        "auth=",
        "a%2f%2f",
        "x-amz-credential");
    all(taker, SecretPrefilter.ISSUED, true, ISSUED);
    all(taker, SecretPrefilter.CARD_CODE, false, "cvv", "cvc");
    all(taker, SecretPrefilter.COOKIE, false, "cookie");
    all(taker, SecretPrefilter.OPTION, true, OPTIONS);
    all(taker, SecretPrefilter.OPTION, false, "curl", "htpasswd", "rabbitmqctl", "ssh-keygen");
    all(taker, SecretPrefilter.OPTION, false, "openssl", "lftp", "-stdin", "chpasswd");
    all(taker, SecretPrefilter.OPTION, false, "from-literal", "vault login");
    all(taker, SecretPrefilter.ISSUED, false, "q~", "atlasv1.");
    // An escaped letter: half of ASCII.
    all(taker, SecretPrefilter.ESCAPE, false, "\\u004", "\\u005", "\\u006", "\\u007");
  }

  private static void all(WordConsumer taker, int group, boolean alone, String... words) {
    for (String word : words) {
      taker.take(word, group, alone);
    }
  }
}
