//! Writes the greatest document that an account without raised quotas may send: every list is full,
//! nothing is wrong.

use std::fmt::{Display, Write as _};

/// Sizes of the lists that make a document big.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) origins: usize,
    pub(crate) behaviors: usize,
    pub(crate) aliases: usize,
}

impl Size {
    /// The quotas of an account.
    pub(crate) const MAXIMAL: Self = Self {
        origins: 100,
        behaviors: 75,
        aliases: 100,
    };
}

/// A distribution's configuration of 2020-05-31 in the layout of the service's answers, indented by
/// four spaces.
pub(crate) fn document(size: Size) -> String {
    let mut it = Writer {
        text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
        depth: 1,
    };
    it.text.push_str(
        "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\n",
    );
    it.leaf("CallerReference", "a-maximal-distribution");
    it.texts(
        "Aliases",
        "CNAME",
        (0..size.aliases).map(|index| format!("alias-{index:03}.example.com")),
    );
    it.leaf("DefaultRootObject", "index.html");
    it.list("Origins", size.origins, |it, index| {
        it.element("Origin", |it| origin(it, index));
    });
    it.list("OriginGroups", 10.min(size.origins / 2), |it, index| {
        it.element("OriginGroup", |it| origin_group(it, index, size.origins));
    });
    it.element("DefaultCacheBehavior", |it| {
        it.leaf(
            "TargetOriginId",
            format_args!("origin-{:03}", size.behaviors % size.origins),
        );
        behavior(it);
    });
    it.list("CacheBehaviors", size.behaviors, |it, index| {
        it.element("CacheBehavior", |it| {
            it.leaf("PathPattern", format_args!("section-{index:03}/*"));
            it.leaf(
                "TargetOriginId",
                format_args!("origin-{:03}", index % size.origins),
            );
            behavior(it);
        });
    });
    it.list("CustomErrorResponses", 10, |it, index| {
        it.element("CustomErrorResponse", |it| {
            it.leaf(
                "ErrorCode",
                [400, 403, 404, 405, 414, 416, 500, 501, 502, 503][index],
            );
            it.leaf("ResponsePagePath", "/errors/page.html");
            it.leaf("ResponseCode", 200);
            it.leaf("ErrorCachingMinTTL", 10);
        });
    });
    it.leaf("Comment", "everything at once");
    it.element("Logging", |it| {
        it.leaf("Enabled", true);
        it.leaf("IncludeCookies", true);
        it.leaf("Bucket", "logs-of-a-maximal-distribution.s3.amazonaws.com");
        it.leaf("Prefix", "cdn/");
    });
    it.leaf("PriceClass", "PriceClass_All");
    it.leaf("Enabled", true);
    it.element("ViewerCertificate", |it| {
        it.leaf(
            "ACMCertificateArn",
            "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555",
        );
        it.leaf("SSLSupportMethod", "sni-only");
        it.leaf("MinimumProtocolVersion", "TLSv1.2_2021");
    });
    it.element("Restrictions", |it| {
        it.element("GeoRestriction", |it| {
            it.leaf("RestrictionType", "whitelist");
            let countries = [
                "AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "LU", "NL", "NO",
                "PL", "PT", "SE",
            ];
            it.leaf("Quantity", countries.len());
            it.element("Items", |it| {
                for country in countries {
                    it.leaf("Location", country);
                }
            });
        });
    });
    it.leaf("WebACLId", "");
    it.leaf("HttpVersion", "http2");
    it.leaf("IsIPV6Enabled", true);
    it.text.push_str("</DistributionConfig>\n");
    it.text
}

fn origin(it: &mut Writer, index: usize) {
    it.leaf("Id", format_args!("origin-{index:03}"));
    it.leaf("DomainName", format_args!("origin-{index:03}.example.com"));
    it.leaf("OriginPath", "/content/live");
    it.list("CustomHeaders", 10, |it, header| {
        it.element("OriginCustomHeader", |it| {
            it.leaf("HeaderName", format_args!("X-Example-Header-{header:02}"));
            it.leaf(
                "HeaderValue",
                format_args!("value of header {header:02} for origin {index:03}"),
            );
        });
    });
    it.element("CustomOriginConfig", |it| {
        it.leaf("HTTPPort", 80);
        it.leaf("HTTPSPort", 443);
        it.leaf("OriginProtocolPolicy", "https-only");
        it.texts(
            "OriginSslProtocols",
            "SslProtocol",
            ["TLSv1", "TLSv1.1", "TLSv1.2"],
        );
        it.leaf("OriginReadTimeout", 30);
        it.leaf("OriginKeepaliveTimeout", 5);
    });
    it.leaf("ConnectionAttempts", 3);
    it.leaf("ConnectionTimeout", 10);
    it.element("OriginShield", |it| {
        it.leaf("Enabled", true);
        it.leaf("OriginShieldRegion", "eu-central-1");
    });
}

/// The groups use the last origins, which no behavior does.
fn origin_group(it: &mut Writer, index: usize, origins: usize) {
    it.leaf("Id", format_args!("group-{index:02}"));
    it.element("FailoverCriteria", |it| {
        it.texts("StatusCodes", "StatusCode", [500, 502, 503, 504]);
    });
    it.list("Members", 2, |it, member| {
        it.element("OriginGroupMember", |it| {
            it.leaf(
                "OriginId",
                format_args!("origin-{:03}", origins - 1 - 2 * index - member),
            );
        });
    });
}

fn behavior(it: &mut Writer) {
    it.element("ForwardedValues", |it| {
        it.leaf("QueryString", true);
        it.element("Cookies", |it| {
            it.leaf("Forward", "whitelist");
            it.texts(
                "WhitelistedNames",
                "Name",
                (0..10).map(|index| format!("session-cookie-{index:02}")),
            );
        });
        it.texts(
            "Headers",
            "Name",
            (0..10).map(|index| format!("X-Example-Forwarded-{index:02}")),
        );
        it.texts(
            "QueryStringCacheKeys",
            "Name",
            (0..10).map(|index| format!("parameter-{index:02}")),
        );
    });
    it.element("TrustedSigners", |it| {
        it.leaf("Enabled", true);
        it.items(
            "AwsAccountNumber",
            [
                "self",
                "111122223333",
                "222233334444",
                "333344445555",
                "444455556666",
            ],
        );
    });
    it.leaf("ViewerProtocolPolicy", "redirect-to-https");
    it.leaf("MinTTL", 0);
    it.element("AllowedMethods", |it| {
        it.items(
            "Method",
            ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        );
        it.texts("CachedMethods", "Method", ["GET", "HEAD", "OPTIONS"]);
    });
    it.leaf("SmoothStreaming", false);
    it.leaf("DefaultTTL", 86_400);
    it.leaf("MaxTTL", 31_536_000);
    it.leaf("Compress", true);
    it.list("LambdaFunctionAssociations", 1, |it, index| {
        it.element("LambdaFunctionAssociation", |it| {
            it.leaf(
                "LambdaFunctionARN",
                format_args!(
                    "arn:aws:lambda:us-east-1:111122223333:function:edge-function-{index}:1"
                ),
            );
            it.leaf("EventType", "origin-request");
            it.leaf("IncludeBody", false);
        });
    });
    it.leaf("FieldLevelEncryptionId", "");
}

struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn leaf(&mut self, name: &str, value: impl Display) {
        self.indent();
        let _ = writeln!(self.text, "<{name}>{value}</{name}>");
    }

    fn element(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.indent();
        let _ = writeln!(self.text, "<{name}>");
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        self.indent();
        let _ = writeln!(self.text, "</{name}>");
    }

    fn list(&mut self, name: &str, count: usize, mut item: impl FnMut(&mut Self, usize)) {
        self.element(name, |it| {
            it.leaf("Quantity", count);
            if count > 0 {
                it.element("Items", |it| (0..count).for_each(|index| item(it, index)));
            }
        });
    }

    fn texts<T: Display>(&mut self, name: &str, item: &str, values: impl IntoIterator<Item = T>) {
        self.element(name, |it| it.items(item, values));
    }

    fn items<T: Display>(&mut self, item: &str, values: impl IntoIterator<Item = T>) {
        let values: Vec<T> = values.into_iter().collect();
        self.leaf("Quantity", values.len());
        if !values.is_empty() {
            self.element("Items", |it| {
                for value in values {
                    it.leaf(item, value);
                }
            });
        }
    }

    fn indent(&mut self) {
        let _ = write!(self.text, "{:width$}", "", width = 4 * self.depth);
    }
}
