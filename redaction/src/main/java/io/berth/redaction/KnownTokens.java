/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.berth.redaction.rule.RedactionRule;
import java.util.Base64;
import java.util.List;

/** Keys that show themselves by their shape: their issuers gave them heads to be known by. */
final class KnownTokens {

  /** AWS, Aliyun, Tencent, Google, forges, registries and shops. */
  private static final String ISSUED =
      SecretPattern.BEGIN
          + "(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|LTAI[A-Za-z0-9]{12,24}+"
          + "|AKID[A-Za-z0-9]{30,36}+|AIza[A-Za-z0-9_-]{35}|gh[pousr]_[A-Za-z0-9_]{16,}+"
          + "|github_pat_[A-Za-z0-9_]{16,}+"
          + "|gl(?:pat|dt|rt|rtr|ptt|cbt|soat|agent|oas)-[A-Za-z0-9_.-]{10,}+"
          + "|xox[abeprs]-[A-Za-z0-9-]{10,}+|xapp-[0-9]-[A-Za-z0-9-]{10,}+"
          + "|[sr]k_(?:live|test)_[A-Za-z0-9]{10,}+"
          + "|sk-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,}+"
          + "|npm_[A-Za-z0-9]{20,}+|hf_[A-Za-z0-9]{20,}+|hv[sb]\\.[A-Za-z0-9_-]{20,}+"
          + "|SG\\.[A-Za-z0-9_-]{16,64}+\\.[A-Za-z0-9_-]{16,80}+"
          + "|dckr_[po]at_[A-Za-z0-9_-]{16,}+|pypi-AgE[A-Za-z0-9_-]{30,}+|do[opr]_v1_[a-f0-9]{32,}+"
          + "|ya29\\.[A-Za-z0-9_.-]{20,}+|GOCSPX-[A-Za-z0-9_-]{20,}+|shp(?:at|ss|ca)_[a-fA-F0-9]{16,}+"
          + "|whsec_[A-Za-z0-9+/=]{16,}+|tskey-[a-z]{1,20}-[A-Za-z0-9-]{10,}+"
          + "|sntrys_[A-Za-z0-9_+/=-]{20,}+|figd_[A-Za-z0-9_-]{20,}+|AT[AC]TT3[A-Za-z0-9_=-]{20,}+"
          + "|rubygems_[a-f0-9]{20,}+|AGE-SECRET-KEY-1[0-9A-Z]{30,}+|lin_api_[A-Za-z0-9]{20,}+"
          // Grafana, Databricks, Postman, New Relic, Sourcegraph, Pulumi, Square, PostHog,
          // Supabase,
          // Artifactory, Mailgun, Telegram.
          + "|glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}|dapi[a-f0-9]{32}(?:-[0-9])?"
          + "|PMAK-[a-f0-9]{24}-[a-f0-9]{34}|NRAK-[A-Z0-9]{27}|sgp_(?:[a-f0-9]{16}_)?[a-f0-9]{40}"
          + "|pul-[a-f0-9]{40}|sq0csp-[A-Za-z0-9_-]{40,}+|phx_[A-Za-z0-9]{40,}+|sbp_[a-f0-9]{40}"
          + "|nvapi-[A-Za-z0-9_-]{40,}+|gsk_[A-Za-z0-9]{40,}+|pplx-[A-Za-z0-9]{40,}+"
          + "|xai-[A-Za-z0-9]{40,}+|AKCp[A-Za-z0-9]{60,}+|cmVmdGtu[A-Za-z0-9]{32,}+"
          + "|key-[a-f0-9]{32}(?![a-f0-9])|bot[0-9]{8,12}:AA[A-Za-z0-9_-]{30,}+"
          // Entra ID and Terraform Cloud have their sign in the middle.
          + "|[A-Za-z0-9_~.]{3}8Q~[A-Za-z0-9_~.-]{31,34}"
          + "|[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9]{60,}+)";

  static final List<SecretPattern> SHAPES =
      List.of(
          SecretPattern.whole(
              RedactionRule.PRIVATE_KEY,
              SecretPrefilter.KEY_BLOCK,
              "-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}(?:[^-]|-(?!-{3,4} ?END))*+"
                  + "(?:-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5})?"),
          SecretPattern.behind(
              RedactionRule.PRIVATE_KEY,
              SecretPrefilter.KEY_BLOCK,
              "(?i)(private-lines:\\s{0,3}[0-9]{1,4}\\s{1,4})[A-Za-z0-9+/=\\s]{1,20000}+"),
          SecretPattern.whole(
              RedactionRule.JWT,
              SecretPrefilter.JWT,
              SecretPattern.BEGIN
                  + "eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+){0,3}"),
          // The base64 of -----BEGIN, with which the files of a Secret or a kubeconfig begin.
          SecretPattern.of(
              RedactionRule.PRIVATE_KEY,
              SecretPrefilter.KEY_BLOCK,
              "LS0tLS1CRUdJTi[A-Za-z0-9+/_-]{8,}+={0,2}",
              match -> isPrivateKey(match.group()) ? Redactor.REDACTED : null),
          // The base64 of {"auth, with which the configuration of a registry's client begins.
          SecretPattern.whole(
              RedactionRule.PASSWORD,
              SecretPrefilter.JWT,
              SecretPattern.BEGIN + "eyJhdXRo[A-Za-z0-9+/_-]{16,}+={0,2}"),
          SecretPattern.whole(RedactionRule.CLOUD_KEY, SecretPrefilter.ISSUED, ISSUED),
          SecretPattern.behind(
              RedactionRule.CLOUD_KEY,
              SecretPrefilter.URL,
              "(?i)(hooks\\.slack\\.com/(?:services|workflows|triggers)/"
                  + "|discord(?:app)?\\.com/api/webhooks/[0-9]{1,30}/|api\\.telegram\\.org/bot"
                  + "|\\.webhook\\.office\\.com/webhookb2/)(?!\\[redacted)[\\w:/@-]{10,}+"),
          // The signature of a signed address.
          SecretPattern.behind(
              RedactionRule.CLOUD_KEY,
              SecretPrefilter.URL,
              "(?i)([?&](?:sig|signature|auth|x-(?:amz|goog)-signature|x-amz-credential)=)(?!\\[redacted)[^&\\s\"'<>\\\\]{8,}+"),
          SecretPattern.of(
              RedactionRule.CARD_CODE,
              SecretPrefilter.CARD_CODE,
              "(?i)\\b(cv[vc]2?)("
                  + SecretPattern.QUOTE
                  + "?\\s{0,3}[:=]?\\s{0,3})((?:\\\\{0,7}[\"'])?)[0-9]{3,4}(?![0-9])(?:\\\\{0,7}[\"'])?",
              match -> {
                String quote = match.group(3).isEmpty() ? quote(match.group(2)) : match.group(3);
                return match.group(1) + match.group(2) + quote + Redactor.REDACTED + quote;
              }));

  private KnownTokens() {}

  /** Whether the head says so; a certificate's does not. */
  private static boolean isPrivateKey(String base64) {
    String head = base64.substring(0, Math.min(base64.length(), 60) / 4 * 4);
    byte[] plain = Base64.getMimeDecoder().decode(head);
    return new String(plain, ISO_8859_1).contains("PRIVATE KEY");
  }

  /** The quotation mark that a separator begins with; what stands behind it is quoted, too. */
  static String quote(String separator) {
    int i = 0;
    while (i < separator.length() && separator.charAt(i) == '\\') {
      i++;
    }
    boolean quoted =
        i < separator.length() && (separator.charAt(i) == '"' || separator.charAt(i) == '\'');
    return quoted ? separator.substring(0, i + 1) : "";
  }
}
