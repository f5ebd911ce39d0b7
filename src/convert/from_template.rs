//! A resource of a template as a document of the API.

use crate::convert::convert;
use crate::convert::template::{Member, Value, write_json};
use crate::lint::{self, ResourceDocument};
use crate::model::schema::NameId;
use crate::outcome::Error;
use crate::text::Source;
use crate::tree::{Form, NodeId, NodeKind, Tree};

/// A resource of a template as the document of the API that it becomes, in XML or JSON. The name of
/// the resource is only needed where there are several.
///
/// What the API asks for and no template can say, such as `CallerReference`, is the name of the
/// resource. With `placeholders`, what only the deployment knows is written as its place in the
/// template.
///
/// ```
/// use cloudfront_lint::{Form, Source, convert_resource};
///
/// let template = "
/// Resources:
///   Site:
///     Type: AWS::CloudFront::Distribution
///     Properties:
///       DistributionConfig:
///         Enabled: true
///         Origins:
///           - Id: web
///             DomainName: www.example.com
///             CustomOriginConfig: {OriginProtocolPolicy: https-only}
///         DefaultCacheBehavior:
///           TargetOriginId: web
///           ViewerProtocolPolicy: https-only
///           CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
/// ";
/// let document = convert_resource(&Source::new(template), None, Form::Json, false)?;
/// assert!(document.contains("\"HTTPSPort\": 443"));
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
///
/// # Errors
/// If the text is not a template with such a resource, or leaves values to the deployment.
pub fn convert_resource(
    source: &Source<'_>,
    name: Option<&str>,
    to: Form,
    placeholders: bool,
) -> Result<String, Error> {
    let text = lint::with_resource(source, name, |it| {
        if !placeholders && !it.unknown.is_empty() {
            return Err(Error::UnknownValues {
                places: it.unknown.iter().map(|(_, place)| place.clone()).collect(),
            });
        }
        let mut text = String::new();
        write_json(&outermost(it), 0, &mut text);
        Ok(text)
    })??;
    convert(&Source::new(text.as_str()), to, None)
}

/// The configuration, or what surrounds it where that says more.
fn outermost(it: &ResourceDocument<'_>) -> Value {
    let config = it.config;
    let mut members = members(it, config);
    for name in it.unsaid {
        members.push(named(it, *name, Value::Text(it.name.to_owned())));
    }
    if config == it.root || it.tree.children(it.root).count() < 2 {
        return Value::Members(members);
    }
    let around = it.tree.children(it.root).map(|child| {
        let value = if child == config {
            Value::Members(members.clone())
        } else {
            value(it, child)
        };
        Member::new(it.tree.name(child), value)
    });
    Value::Members(around.collect())
}

fn named(it: &ResourceDocument<'_>, name: NameId, value: Value) -> Member {
    Member::new(it.schema.name_text(name), value)
}

fn members(it: &ResourceDocument<'_>, node: NodeId) -> Vec<Member> {
    let tree: &Tree<'_> = it.tree;
    let counts = it.uncounted.iter().filter(|(holder, _)| *holder == node);
    let counts = counts.map(|(_, name)| named(it, *name, Value::Bare("0".to_owned())));
    counts
        .chain(
            tree.children(node)
                .map(|child| Member::new(tree.name(child), value(it, child))),
        )
        .collect()
}

/// A value. Translated documents nest as deep as the table of their dialect, so that this calls
/// itself.
fn value(it: &ResourceDocument<'_>, node: NodeId) -> Value {
    let tree: &Tree<'_> = it.tree;
    if let Some((_, place)) = it.unknown.iter().find(|(known, _)| *known == Some(node)) {
        return Value::Text(format!("<{place}>"));
    }
    let text = || tree.text(node).to_owned();
    match tree.node(node).kind {
        NodeKind::Object => Value::Members(members(it, node)),
        NodeKind::Array => Value::List(tree.children(node).map(|child| value(it, child)).collect()),
        NodeKind::Number | NodeKind::Boolean => Value::Bare(text()),
        _ => Value::Text(text()),
    }
}
