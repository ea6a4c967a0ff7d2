//! A strict reader for schemas where children come in a fixed order.

use super::Element;
use crate::wire::error::WireError;

/// Walks the children of an element in order and refuses what does not belong.
///
/// A child matches by local name when it is in the parent's namespace or in none: senders differ
/// on whether local elements are qualified, and both forms are accepted.
#[derive(Debug, Clone)]
pub struct Sequence<'a> {
    parent: &'a Element,
    namespace: Option<&'a str>,
    path: String,
    next: usize,
}

impl<'a> Sequence<'a> {
    /// Starts at the first child of `element`.
    pub fn of(element: &'a Element) -> Self {
        Self {
            parent: element,
            namespace: element.namespace(),
            path: element.local().to_owned(),
            next: 0,
        }
    }

    /// Starts at the first child of `element`, which stands somewhere inside `self`, so that its
    /// errors name the whole path.
    pub fn inside(&self, element: &'a Element) -> Self {
        Self {
            parent: element,
            namespace: element.namespace().or(self.namespace),
            path: format!("{}/{}", self.path, element.local()),
            next: 0,
        }
    }

    /// The next child, which must have this name.
    ///
    /// # Errors
    /// When another child or none stands there.
    pub fn required(&mut self, local: &str) -> Result<&'a Element, WireError> {
        self.optional(local)
            .ok_or_else(|| self.refusal(format!("<{local}>")))
    }

    /// The next child if it has this name.
    pub fn optional(&mut self, local: &str) -> Option<&'a Element> {
        let child = self
            .parent
            .children
            .get(self.next)
            .filter(|child| self.fits(child, local))?;
        self.next += 1;
        Some(child)
    }

    /// All next children of this name; none is fine.
    pub fn repeated(&mut self, local: &str) -> Vec<&'a Element> {
        std::iter::from_fn(|| self.optional(local)).collect()
    }

    /// Says that nothing more may follow.
    ///
    /// # Errors
    /// When a child is left.
    pub fn finish(self) -> Result<(), WireError> {
        if self.next < self.parent.children.len() {
            return Err(self.refusal(format!(
                "the end of <{}> (elements stand in a fixed order)",
                self.parent.local()
            )));
        }
        Ok(())
    }

    /// An error at this element, for values that do not hold.
    pub fn error(
        &self,
        child: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> WireError {
        WireError::new(format!("{}/{child}", self.path), expected, found)
    }

    fn fits(&self, child: &Element, local: &str) -> bool {
        child.local() == local
            && (child.name.namespace.is_none() || child.namespace() == self.namespace)
    }

    fn refusal(&self, expected: String) -> WireError {
        let next = self.parent.children.get(self.next);
        let position = next.map_or(self.parent.position, |child| child.position);
        let at = match position.line {
            0 => self.path.clone(),
            line => format!("{} (line {line}, column {})", self.path, position.column),
        };
        WireError::new(at, expected, self.describe(next))
    }

    fn describe(&self, next: Option<&Element>) -> String {
        let Some(child) = next else {
            return format!("the end of <{}>", self.parent.local());
        };
        match child.namespace() {
            Some(namespace) if Some(namespace) != self.namespace => {
                format!("<{}> in namespace {namespace:?}", child.local())
            }
            Some(_) | None => format!("<{}>", child.local()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::xml::{Element, Limits, Sequence};

    fn root(text: &str) -> Element {
        Element::parse(text.as_bytes(), Limits::default()).unwrap()
    }

    #[test]
    fn children_in_order_are_read_whether_qualified_or_not() {
        for text in [
            "<a xmlns='u'><b>1</b><d/><d/></a>",
            "<p:a xmlns:p='u'><b>1</b><d/><p:d/></p:a>",
            "<a><b> 1 </b><d/><d/></a>",
        ] {
            let root = root(text);
            let mut sequence = Sequence::of(&root);
            assert_eq!(sequence.required("b").unwrap().text(), "1");
            assert!(sequence.optional("c").is_none());
            assert_eq!(sequence.repeated("d").len(), 2);
            sequence.finish().unwrap();
        }
    }

    #[test]
    fn a_child_missing_or_left_over_is_named_with_its_path() {
        let tree = root("<a xmlns='u'>\n <b><x/></b><c xmlns='v'/>\n</a>");
        let mut outer = Sequence::of(&tree);
        let mut inner = outer.inside(outer.parent.child("b").unwrap());
        let told = inner.required("y").unwrap_err().to_string();
        assert_eq!(told, "a/b (line 2, column 5): expected <y>, found <x>");
        outer.required("b").unwrap();
        let told = outer.required("c").unwrap_err().to_string();
        assert_eq!(
            told,
            "a (line 2, column 13): expected <c>, found <c> in namespace \"v\""
        );
        let told = outer.finish().unwrap_err().to_string();
        assert_eq!(
            told,
            "a (line 2, column 13): expected the end of <a> (elements stand in a fixed order), \
             found <c> in namespace \"v\""
        );
        let told = Sequence::of(&root("<a/>"))
            .required("b")
            .unwrap_err()
            .to_string();
        assert_eq!(
            told,
            "a (line 1, column 1): expected <b>, found the end of <a>"
        );
    }
}
